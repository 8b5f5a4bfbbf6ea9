# Every target is one word for tasks.py, which does the same on systems without make.
.PHONY: setup demo test check fix docs bench lock
setup demo test check fix docs bench lock:
	@python3 tasks.py $@ $(ARGS)
