"""The catalogue of services as data: its shape, its mistakes, its folder, and how it comes from and goes to others."""
