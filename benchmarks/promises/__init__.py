"""The promises, a family a module: functions that measure, giving rows and points."""
