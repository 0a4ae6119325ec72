"""The browser goes to an address of this server, so that it gets or gives back a cookie."""

import streamlit as st

_goes_to = st.components.v2.component("rnn_lab_goes_to", js="export default ({ data }) => location.replace(data.address);")


def goes_to(address: str) -> None:
    """Leaves this page."""
    _goes_to(key="goes-to", data={"address": address})
