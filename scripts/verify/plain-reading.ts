import { paginateDescribeScalableTargets } from '@aws-sdk/client-application-auto-scaling'
import { paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch'
import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs'
import { paginateListProjects } from '@aws-sdk/client-codebuild'
import { paginateDescribeNetworkInterfaces, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2'
import { paginateDescribeRepositories } from '@aws-sdk/client-ecr'
import { paginateListClusters, paginateListTaskDefinitions, paginateListTasks } from '@aws-sdk/client-ecs'
import {
  paginateDescribeLoadBalancers,
  paginateDescribeTargetGroups,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { ListRulesCommand } from '@aws-sdk/client-eventbridge'
import { paginateDescribeFileSystems } from '@aws-sdk/client-efs'
import { paginateListRoles } from '@aws-sdk/client-iam'
import { paginateDescribeDBInstances, paginateDescribeDBSubnetGroups } from '@aws-sdk/client-rds'
import { paginateListBuckets } from '@aws-sdk/client-s3'
import { paginateListSecrets } from '@aws-sdk/client-secrets-manager'
import type { LabAccount } from '../../labs/define.ts'

/**
 * What stands in the account by plain list and describe calls, with no help from tags or ledger: read before a lab and after
 * its reset, it shows what the reset forgot, or took too much of.
 */
export async function plainReading({ aws }: LabAccount): Promise<Set<string>> {
  const found = new Set<string>()
  const add = (id: string | undefined) => id !== undefined && found.add(id)
  for await (const page of paginateListClusters({ client: aws.ecs }, {})) {
    for (const cluster of page.clusterArns ?? []) {
      add(cluster)
      for await (const tasks of paginateListTasks({ client: aws.ecs }, { cluster }))
        tasks.taskArns?.forEach(add)
    }
  }
  for await (const page of paginateListTaskDefinitions({ client: aws.ecs }, { status: 'ACTIVE' })) {
    page.taskDefinitionArns?.forEach(add)
  }
  for await (const page of paginateDescribeLoadBalancers({ client: aws.elbv2 }, {})) {
    page.LoadBalancers?.forEach(({ LoadBalancerArn }) => add(LoadBalancerArn))
  }
  for await (const page of paginateDescribeTargetGroups({ client: aws.elbv2 }, {})) {
    page.TargetGroups?.forEach(({ TargetGroupArn }) => add(TargetGroupArn))
  }
  for await (const page of paginateDescribeSecurityGroups({ client: aws.ec2 }, {})) {
    page.SecurityGroups?.forEach(({ GroupName, GroupId }) => GroupName !== 'default' && add(GroupId))
  }
  for await (const page of paginateDescribeNetworkInterfaces({ client: aws.ec2 }, {})) {
    page.NetworkInterfaces?.forEach(({ NetworkInterfaceId }) => add(NetworkInterfaceId))
  }
  for await (const page of paginateDescribeLogGroups({ client: aws.logs }, {})) {
    page.logGroups?.forEach(({ logGroupName }) => add(logGroupName))
  }
  for await (const page of paginateDescribeRepositories({ client: aws.ecr }, {})) {
    page.repositories?.forEach(({ repositoryArn }) => add(repositoryArn))
  }
  for await (const page of paginateDescribeAlarms({ client: aws.cloudwatch }, {})) {
    page.MetricAlarms?.forEach(({ AlarmArn }) => add(AlarmArn))
  }
  for await (const page of paginateDescribeDBInstances({ client: aws.rds }, {})) {
    page.DBInstances?.forEach(({ DBInstanceArn }) => add(DBInstanceArn))
  }
  for await (const page of paginateDescribeDBSubnetGroups({ client: aws.rds }, {})) {
    page.DBSubnetGroups?.forEach(({ DBSubnetGroupArn }) => add(DBSubnetGroupArn))
  }
  for await (const page of paginateDescribeFileSystems({ client: aws.efs }, {})) {
    page.FileSystems?.forEach(({ FileSystemArn }) => add(FileSystemArn))
  }
  for await (const page of paginateListBuckets({ client: aws.s3 }, {})) {
    page.Buckets?.forEach(({ Name }) => add(Name && `arn:aws:s3:::${Name}`))
  }
  for await (const page of paginateListSecrets({ client: aws.secrets }, {})) {
    page.SecretList?.forEach(({ ARN }) => add(ARN))
  }
  for await (const page of paginateListProjects({ client: aws.codebuild }, {})) {
    page.projects?.forEach(name => add(`codebuild project ${name}`))
  }
  const { Rules } = await aws.events.send(new ListRulesCommand({}))
  Rules?.forEach(({ Arn }) => add(Arn))
  const ecs = { ServiceNamespace: 'ecs' } as const
  for await (const page of paginateDescribeScalableTargets({ client: aws.autoScaling }, ecs)) {
    page.ScalableTargets?.forEach(({ ScalableTargetARN }) => add(ScalableTargetARN))
  }
  for await (const page of paginateListRoles({ client: aws.iam }, {})) {
    page.Roles?.forEach(({ Arn, Path }) => Path?.startsWith('/aws-service-role/') || add(Arn))
  }
  return found
}
