variable "name" {
  description = "Beginning of every name."
  type        = string
}

variable "zones" {
  description = "Availability zones."
  type        = number
}

variable "egress" {
  description = "nat or endpoints."
  type        = string
}
