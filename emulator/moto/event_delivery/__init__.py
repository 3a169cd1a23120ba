"""How EventBridge and SNS deliver: to whom they may, and where that goes what they may not."""
