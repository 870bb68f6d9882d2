"""The smallest app the shell can carry: it counts taps and shows that Chinese has glyphs."""

import flet as ft


def main(page: ft.Page) -> None:
    page.title = "壳"
    count = ft.Text("点了 0 次")

    def tap() -> None:
        count.value = f"点了 {int(count.value.split()[1]) + 1} 次"

    def ring() -> None:
        from flet_js import ring

        ring()

    page.add(
        ft.Text("占位应用：喆堃珺", font_family="Noto"),
        count,
        ft.FilledButton("点一下", on_click=tap),
        ft.FilledButton("响一声", on_click=ring),
    )


ft.run(main)
