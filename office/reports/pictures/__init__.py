"""Pictures of tables, as shapes: drawn once, put on a page as SVG and into a PDF as they are. Pure."""
