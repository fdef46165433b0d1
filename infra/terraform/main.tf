module "network" {
  source = "./modules/network"

  name   = var.name
  zones  = var.zones
  egress = var.egress
}

module "data" {
  source = "./modules/data"

  name          = var.name
  vpc_id        = module.network.vpc_id
  subnet_ids    = module.network.data_subnet_ids
  task_group_id = module.network.task_group_id
}

module "service" {
  source = "./modules/service"

  name                   = var.name
  region                 = var.region
  vpc_id                 = module.network.vpc_id
  public_subnet_ids      = module.network.public_subnet_ids
  task_subnet_ids        = module.network.task_subnet_ids
  load_balancer_group_id = module.network.load_balancer_group_id
  task_group_id          = module.network.task_group_id
  bucket                 = module.data.bucket
  bucket_arn             = module.data.bucket_arn
  file_system_id         = module.data.file_system_id
  file_system_arn        = module.data.file_system_arn
  access_point_id        = module.data.access_point_id
  access_point_arn       = module.data.access_point_arn
  secret_arn             = module.data.secret_arn
  image                  = var.image
  cpu                    = var.cpu
  memory                 = var.memory
  min_tasks              = var.min_tasks
  max_tasks              = var.max_tasks
  retention_days         = var.retention_days
}

module "delivery" {
  source = "./modules/delivery"

  name                    = var.name
  cluster_name            = module.service.cluster_name
  service_name            = module.service.service_name
  production_listener_arn = module.service.production_listener_arn
  test_listener_arn       = module.service.test_listener_arn
  target_group_names      = module.service.target_group_names
  alarm_names             = module.service.alarm_names
}
