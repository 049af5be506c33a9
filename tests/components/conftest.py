"""What the tests of components share with those of pages: Streamlit runs both as ``__main__``."""

from tests.pages.conftest import _main_module_as_it_was  # noqa: F401 - used by being here
