output "vpc_id" {
  description = "The VPC."
  value       = aws_vpc.this.id
}

output "public_subnet_ids" {
  description = "For the load balancer."
  value       = aws_subnet.public[*].id
}

output "task_subnet_ids" {
  description = "For tasks."
  value       = aws_subnet.tasks[*].id
}

output "data_subnet_ids" {
  description = "For database and mount targets."
  value       = aws_subnet.data[*].id
}

output "load_balancer_group_id" {
  description = "The only security group that is open to the world."
  value       = aws_security_group.load_balancer.id
}

output "task_group_id" {
  description = "Security group of the tasks."
  value       = aws_security_group.tasks.id
}
