output "url" {
  description = "Address of the site."
  value       = "http://${aws_lb.this.dns_name}"
}

output "cluster_name" {
  description = "Cluster of the service."
  value       = aws_ecs_cluster.this.name
}

output "service_name" {
  description = "The service."
  value       = aws_ecs_service.this.name
}

output "production_listener_arn" {
  description = "Listener for users."
  value       = aws_lb_listener.production.arn
}

output "test_listener_arn" {
  description = "Listener on which a new version is tried."
  value       = aws_lb_listener.test.arn
}

output "target_group_names" {
  description = "The two target groups, the serving one first."
  value       = [aws_lb_target_group.this["blue"].name, aws_lb_target_group.this["green"].name]
}

output "alarm_names" {
  description = "Alarms that take a deployment back."
  value       = [aws_cloudwatch_metric_alarm.errors.alarm_name, aws_cloudwatch_metric_alarm.slowness.alarm_name]
}
