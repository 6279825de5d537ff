"""What the product's speed is measured with; nothing here is imported by the product."""
