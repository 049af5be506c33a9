"""What a run sends at once, as Streamlit's own tests read it."""

from collections.abc import Sequence

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext


def one_by_one(run: ScriptRunContext, messages: Sequence[bytes]) -> None:
    """Send messages that a socket takes in one piece."""
    for one in messages:
        run._enqueue(ForwardMsg.FromString(one))
