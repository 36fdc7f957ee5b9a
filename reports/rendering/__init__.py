"""Reports as one neutral tree, and the tree as pages, PDF and DOCX."""
