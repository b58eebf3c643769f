"""What the HTML pages of several reports share: their frame, styles and parts."""
