"""Why a deal was not won: asked first, then compared with what the flags said."""
