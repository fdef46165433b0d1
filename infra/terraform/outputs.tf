output "url" {
  description = "Address of the site."
  value       = module.service.url
}

output "cluster_name" {
  description = "Cluster of the service."
  value       = module.service.cluster_name
}

output "service_name" {
  description = "The service."
  value       = module.service.service_name
}

output "application_name" {
  description = "For aws deploy create-deployment."
  value       = module.delivery.application_name
}

output "deployment_group_name" {
  description = "For aws deploy create-deployment."
  value       = module.delivery.deployment_group_name
}
