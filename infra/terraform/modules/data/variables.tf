variable "name" {
  description = "Beginning of every name."
  type        = string
}

variable "vpc_id" {
  description = "The VPC."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets without a way out."
  type        = list(string)
}

variable "task_group_id" {
  description = "The only security group that may connect."
  type        = string
}
