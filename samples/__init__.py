"""The sample office's workbooks, and the script that writes them."""
