"""What runs in a fresh process, a family a module: functions of texts, giving values by name."""
