variable "name" {
  description = "Beginning of every name."
  type        = string
}

variable "region" {
  description = "Region of AWS, for the log."
  type        = string
}

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

variable "public_subnet_ids" {
  description = "For the load balancer."
  type        = list(string)
}

variable "task_subnet_ids" {
  description = "For tasks."
  type        = list(string)
}

variable "load_balancer_group_id" {
  description = "Security group of the load balancer."
  type        = string
}

variable "task_group_id" {
  description = "Security group of the tasks."
  type        = string
}

variable "bucket" {
  description = "Bucket of uploads."
  type        = string
}

variable "bucket_arn" {
  description = "Bucket of uploads."
  type        = string
}

variable "file_system_id" {
  description = "File system of uploads."
  type        = string
}

variable "file_system_arn" {
  description = "File system of uploads."
  type        = string
}

variable "access_point_id" {
  description = "The app's folder in the file system."
  type        = string
}

variable "access_point_arn" {
  description = "The app's folder in the file system."
  type        = string
}

variable "secret_arn" {
  description = "How to reach the database, as JSON."
  type        = string
}

variable "image" {
  description = "Image of the uploads app."
  type        = string
}

variable "cpu" {
  description = "CPU units of a task."
  type        = number
}

variable "memory" {
  description = "MiB of a task."
  type        = number
}

variable "min_tasks" {
  description = "Tasks that always run."
  type        = number
}

variable "max_tasks" {
  description = "Tasks that run at most."
  type        = number
}

variable "retention_days" {
  description = "Days for which logs are kept."
  type        = number
}
