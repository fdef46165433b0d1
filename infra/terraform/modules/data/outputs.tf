output "bucket" {
  description = "Bucket of uploads."
  value       = aws_s3_bucket.uploads.id
}

output "bucket_arn" {
  description = "Bucket of uploads."
  value       = aws_s3_bucket.uploads.arn
}

output "file_system_id" {
  description = "File system of uploads."
  value       = aws_efs_file_system.this.id

  # A task that comes before the mount targets does not start.
  depends_on = [aws_efs_mount_target.this]
}

output "file_system_arn" {
  description = "File system of uploads."
  value       = aws_efs_file_system.this.arn
}

output "access_point_id" {
  description = "The app's folder in the file system."
  value       = aws_efs_access_point.this.id
}

output "access_point_arn" {
  description = "The app's folder in the file system."
  value       = aws_efs_access_point.this.arn
}

output "secret_arn" {
  description = "JSON with host, port, dbname, username and password."
  value       = aws_secretsmanager_secret_version.database.arn
}
