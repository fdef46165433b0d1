variable "name" {
  description = "Beginning of every name."
  type        = string
  default     = "uploads"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}$", var.name))
    error_message = "Up to 20 small letters, digits and -, a letter first."
  }
}

variable "region" {
  description = "Region of AWS."
  type        = string
  default     = "eu-west-1"
}

variable "zones" {
  description = "Availability zones: 2 or 3."
  type        = number
  default     = 2

  validation {
    condition     = contains([2, 3], var.zones)
    error_message = "2 or 3."
  }
}

variable "egress" {
  description = "The tasks' way to AWS. nat: one gateway, about $0.053 an hour. endpoints: four in each zone, $0.011 an hour each, and no way to the internet."
  type        = string
  default     = "nat"

  validation {
    condition     = contains(["nat", "endpoints"], var.egress)
    error_message = "nat or endpoints."
  }
}

variable "image" {
  description = "Image of the uploads app; with egress = endpoints one in ECR of this account."
  type        = string
  default     = "public.ecr.aws/slipway/uploads:1"
}

variable "cpu" {
  description = "CPU units of a task; 1024 are one processor."
  type        = number
  default     = 512
}

variable "memory" {
  description = "MiB of a task."
  type        = number
  default     = 1024
}

variable "min_tasks" {
  description = "Tasks that always run."
  type        = number
  default     = 2
}

variable "max_tasks" {
  description = "Tasks that run at most."
  type        = number
  default     = 4
}

variable "retention_days" {
  description = "Days for which logs are kept."
  type        = number
  default     = 30
}
