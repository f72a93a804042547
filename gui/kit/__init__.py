"""What every page is built from: pieces, inputs, dialogs, icons, theme, words."""
