"""The Qt style sheet and palette of a `Theme`: the appearance of every standard widget, in one place.

Widgets say what they are by the dynamic property "kind" (set by `gui.kit.pieces`). Fonts are set on the widgets,
because a style sheet cannot ask for tabular digits.
"""

from __future__ import annotations

from PySide6.QtGui import QPalette

from gui.kit.theme import Theme, blend

SHEET = """
QWidget {{ color: {text}; }}
QMainWindow, QWidget[kind="page"] {{ background: {ground}; }}
QWidget[kind="rail"], QWidget[kind="top"] {{ background: {card}; }}
QFrame[kind="card"] {{ background: {card}; border: 1px solid {line}; border-radius: {radius}px; }}
QFrame[kind="edge"] {{ background: {line}; border: none; }}
QFrame[kind="row"] {{ background: transparent; border: none; border-bottom: 1px solid {line}; }}
QFrame[kind="row"][chosen="true"] {{ background: {control}; border-radius: {control_radius}px; }}
QFrame[kind="row"]:hover {{ background: {control}; border-radius: {control_radius}px; }}
QFrame[kind="choice"], QFrame[kind="drop"] {{ background: {control}; border: 2px solid transparent;
    border-radius: {control_radius}px; }}
QFrame[kind="drop"] {{ background: transparent; border: 2px dashed {line}; }}
QFrame[kind="choice"]:hover, QFrame[kind="drop"]:hover {{ background: {hover}; }}
QFrame[kind="choice"]:focus, QFrame[kind="drop"]:focus {{ border-color: {accent}; }}
QFrame[kind="bar"] {{ background: {card}; border: 1px solid {line}; border-radius: {radius}px; }}
QFrame[kind="bar"][tone="bad"] {{ background: {bad_ground}; border-color: {bad_line}; }}
QFrame[kind="bar"][tone="note"] {{ background: {selected}; border-color: {accent_line}; }}
QFrame[kind="said"] {{ background: {bad_ground}; border: 1px solid {bad_line}; border-radius: {control_radius}px; }}
QFrame[kind="pill"] {{ background: {card}; border: 1px solid {line}; border-radius: 16px; }}
QFrame[kind="pill"]:hover {{ background: {control}; }}
QDialog {{ background: {card}; }}
QLabel {{ background: transparent; border: none; }}
QLabel[kind="soft"] {{ color: {soft}; }}
QLabel[kind="problem"] {{ color: {bad}; }}
QLabel[kind="grown"] {{ color: {grown}; }}
QLabel[kind="narrowed"] {{ color: {narrowed}; }}
QLabel[kind="accent"] {{ color: {accent}; }}
QLabel[kind="badge"] {{ background: {control}; border-radius: 6px; padding: 2px 8px; color: {soft}; }}

QPushButton {{ background: {control}; border: none; border-radius: {control_radius}px; padding: 0 9px;
    min-height: {height}px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:disabled {{ color: {faint}; background: {control_faint}; }}
QPushButton:focus {{ outline: none; }}
QDialog QPushButton:focus {{ border: 2px solid {accent}; }}
QDialog QPushButton[kind=""]:focus, QDialog QPushButton[kind="chip"]:focus {{ padding: 0 7px; }}
QDialog QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; padding: 0 14px; }}
QDialog QPushButton[kind="danger"]:focus {{ border: 2px solid {text}; padding: 0 7px; }}
QPushButton::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; padding: 0 16px; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_press}; }}
QPushButton[kind="primary"]:disabled {{ background: {control}; color: {faint}; }}
QPushButton[kind="icon"] {{ padding: 0; min-width: {height}px; max-width: {height}px; }}
QPushButton[kind="small"] {{ padding: 0; min-width: 28px; max-width: 28px; min-height: 24px; max-height: 24px;
    border-radius: 6px; }}
QPushButton[kind="chip"] {{ padding: 0 9px; min-height: 26px; max-height: 26px; border-radius: 6px; }}
QPushButton[kind="chip"]:checked {{ background: {selected}; color: {accent}; }}
QWidget[kind="tabs"] {{ background: {control}; border-radius: {control_radius}px; }}
QPushButton[kind="tab"] {{ background: transparent; padding: 0 11px; min-height: 26px; max-height: 26px;
    border-radius: 6px; color: {soft}; }}
QPushButton[kind="tab"]:hover {{ color: {text}; }}
QPushButton[kind="tab"]:checked {{ background: {card}; color: {text}; }}
QPushButton[kind="quiet"] {{ background: transparent; padding: 0 6px 0 1px;
    min-height: 24px; color: {soft}; text-align: left; border-radius: 6px; }}
QPushButton[kind="quiet"]:hover {{ background: {control}; color: {text}; }}
QPushButton[kind="link"] {{ background: transparent; padding: 0 2px; min-height: 20px; color: {accent};
    text-align: left; }}
QPushButton[kind="link"]:hover {{ color: {accent_hover}; }}
QPushButton[kind="link"]:disabled, QPushButton[kind="quiet"]:disabled {{ background: transparent; color: {faint}; }}
QPushButton[kind="tail"] {{ padding: 0; min-width: 24px; max-width: 24px; }}
QPushButton[kind="rail"] {{ background: transparent; color: {soft}; text-align: left; padding: 0 10px;
    min-height: 34px; }}
QPushButton[kind="rail"]:hover {{ background: {control}; color: {text}; }}
QPushButton[kind="rail"]:checked {{ background: {selected}; color: {accent}; }}
QPushButton[kind="danger"] {{ background: {bad}; color: {on_bad}; }}
QPushButton[kind="danger"]:hover {{ background: {bad_hover}; }}
QPushButton[kind="danger"]:disabled {{ background: {control}; color: {faint}; }}

QComboBox {{ background: {control}; border: none; border-radius: {control_radius}px; padding: 0 28px 0 10px;
    min-height: {field}px; }}
QComboBox:hover {{ background: {hover}; }}
QComboBox:disabled {{ color: {faint}; }}
QComboBox::drop-down {{ border: none; width: 0; }}
QComboBox QAbstractItemView {{ background: {card}; border: 1px solid {line}; border-radius: 8px; padding: 3px;
    outline: 0;
    selection-background-color: {selected}; selection-color: {text}; }}
QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 8px; border-radius: 6px; }}
QComboBox QAbstractItemView::item:selected {{ background: {selected}; color: {text}; }}
QLineEdit {{ background: {control}; border: 1px solid transparent; border-radius: {control_radius}px;
    padding: 0 9px; min-height: {field_in}px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:hover {{ background: {hover}; }}
QLineEdit:focus {{ background: {card}; border-color: {accent}; }}
QLineEdit[wrong="true"] {{ border-color: {bad}; }}
QLineEdit:disabled {{ color: {faint}; }}
QPlainTextEdit {{ background: {control}; border: none; border-radius: {control_radius}px; padding: 8px;
    selection-background-color: {accent}; selection-color: {on_accent}; }}
QListWidget, QTextBrowser {{ background: {control}; border: none; border-radius: {control_radius}px; padding: 6px;
    outline: 0; selection-background-color: {selected}; selection-color: {text}; }}
QListWidget::item {{ min-height: 26px; padding: 0 8px; border-radius: 6px; }}
QListWidget::item:selected {{ background: {selected}; color: {text}; }}

QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {accent}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: {accent}; }}
QSlider::handle:horizontal:hover {{ background: {accent_hover}; }}
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled {{ background: {faint}; }}
QCheckBox {{ spacing: 8px; }}

QMenu {{ background: {card}; border: 1px solid {line}; border-radius: 8px; padding: 5px; }}
QMenu::item {{ padding: 6px 22px 6px 12px; border-radius: 6px; background: transparent; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QMenu::right-arrow {{ width: 8px; }}
QToolTip {{ background: {tip}; color: {on_tip}; border: 1px solid {tip}; padding: 5px 8px; }}

QScrollArea, QScrollArea > QWidget > QWidget[kind="inside"] {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0 0 0 4px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 4px 0 0 0; }}
QScrollBar::handle {{ background: {thumb}; border-radius: 3px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {soft}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QTableView {{ background: transparent; border: none; outline: 0; selection-background-color: {selected};
    selection-color: {text}; gridline-color: transparent; }}
QTableView::item {{ padding: 0 7px; border-bottom: 1px solid {line}; }}
QTableView::item:selected {{ background: {selected}; color: {text}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: transparent; color: {soft}; border: none; border-bottom: 1px solid {line};
    padding: 0 10px; height: 32px; text-align: left; }}
QSplitter::handle {{ background: transparent; }}
"""


def sheet(theme: Theme) -> str:
    """Return the style sheet of `theme`."""
    named = {
        name: getattr(theme, name).name()
        for name in (
            "ground", "card", "line", "text", "soft", "accent", "on_accent", "selected", "control", "hover", "grown",
            "narrowed", "bad",
        )
    }  # fmt: skip
    return SHEET.format(
        **named,
        radius=theme.radius,
        control_radius=theme.control_radius,
        height=theme.control_height,
        field=theme.control_height - 4,
        field_in=theme.control_height - 6,
        faint=blend(theme.card, theme.soft, 0.55).name(),
        control_faint=blend(theme.card, theme.control, 0.6).name(),
        accent_hover=blend(theme.accent, theme.text, 0.12).name(),
        accent_press=blend(theme.accent, theme.text, 0.22).name(),
        accent_line=blend(theme.card, theme.accent, 0.35).name(),
        bad_ground=blend(theme.card, theme.bad, 0.09).name(),
        bad_line=blend(theme.card, theme.bad, 0.4).name(),
        bad_hover=blend(theme.bad, theme.text, 0.12).name(),
        on_bad="#ffffff" if theme.scheme == "light" else "#1c1013",
        thumb=blend(theme.card, theme.soft, 0.4).name(),
        tip="#1c2330" if theme.scheme == "light" else "#3a4350",
        on_tip="#ffffff",
    )


def palette(theme: Theme) -> QPalette:
    """Return the palette of `theme`, for what paints itself with it: text cursors, popups, our small widgets."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, color in (
        (role.Window, theme.ground), (role.WindowText, theme.text), (role.Base, theme.card), (role.Text, theme.text),
        (role.AlternateBase, theme.control), (role.Button, theme.control), (role.ButtonText, theme.text),
        (role.Highlight, theme.accent), (role.HighlightedText, theme.on_accent), (role.PlaceholderText, theme.soft),
        (role.Mid, theme.line), (role.Midlight, theme.hover), (role.Link, theme.accent), (role.ToolTipBase, theme.card),
        (role.ToolTipText, theme.text),
    ):  # fmt: skip
        made.setColor(which, color)
    faint = blend(theme.card, theme.soft, 0.55)
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, faint)
    return made
