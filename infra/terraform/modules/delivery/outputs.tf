output "application_name" {
  description = "For aws deploy create-deployment."
  value       = aws_codedeploy_app.this.name
}

output "deployment_group_name" {
  description = "For aws deploy create-deployment."
  value       = aws_codedeploy_deployment_group.this.deployment_group_name
}
