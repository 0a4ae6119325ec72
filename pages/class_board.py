"""Class: what everybody is doing at a glance, for who has the class password; for all others their name in it."""

import streamlit as st

from pages.ui.classroom.board import board_section
from pages.ui.classroom.end_of_term import end_of_term
from pages.ui.classroom.join_box import join_box
from pages.ui.classroom.name_box import name_box
from pages.ui.classroom.task_cards import task_cards
from pages.ui.common.owner import person, teacher_box
from rnn_core.access import has_class_password

st.title("Class")
if not has_class_password():
    st.write(
        "A class has a board on which its teacher sees what everybody trains and who needs help. It needs a password for the "
        "teacher: set RNN_LAB_CLASS_PASSWORD before the start of the server."
    )
elif person().teacher:
    wide, narrow = st.columns([2.7, 1], gap="medium")
    with wide:
        board_section()
    with narrow:
        task_cards()
    end_of_term()
    teacher_box()
else:
    join_box()
    name_box()
    st.subheader("For the teacher")
    teacher_box()
