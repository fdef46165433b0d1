variable "name" {
  description = "Beginning of every name."
  type        = string
}

variable "cluster_name" {
  description = "Cluster of the service."
  type        = string
}

variable "service_name" {
  description = "The service."
  type        = string
}

variable "production_listener_arn" {
  description = "Listener for users."
  type        = string
}

variable "test_listener_arn" {
  description = "Listener on which a new version is tried."
  type        = string
}

variable "target_group_names" {
  description = "The two target groups, the serving one first."
  type        = list(string)
}

variable "alarm_names" {
  description = "Alarms that take a deployment back."
  type        = list(string)
}
