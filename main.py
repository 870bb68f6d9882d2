"""Where Flet's own tools (`flet run`, `flet build`) and the web build start the app."""

import flet as ft

from field_app.main import main

ft.run(main)
