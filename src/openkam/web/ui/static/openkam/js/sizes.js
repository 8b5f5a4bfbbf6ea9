// A file larger than the server takes is told where it is chosen, before it is sent.
addEventListener("change", (event) => {
  const { dataset, files } = event.target;
  if (!dataset?.most || !files) return;
  const isTooLarge = [...files].some((file) => file.size > Number(dataset.most));
  event.target.setCustomValidity(isTooLarge ? dataset.tooLarge : "");
  event.target.reportValidity();
});
