"""The configuration of the hall's broker, Mosquitto."""
