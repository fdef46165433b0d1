import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib'
import type { App } from 'aws-cdk-lib'
import * as logs from 'aws-cdk-lib/aws-logs'

/**
 * Gives the functions that the CDK brings along (they empty buckets, and shut the default security group) log groups of their
 * stack. Else Lambda makes them, they never expire, and destroying the stacks leaves them behind.
 */
export function ownFunctionLogs(app: App, retention: logs.RetentionDays): void {
  for (const construct of app.node.findAll()) {
    if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== 'AWS::Lambda::Function')
      continue
    const group = new logs.LogGroup(Stack.of(construct), `${construct.node.scope?.node.id}Log`, {
      retention,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    construct.addPropertyOverride('LoggingConfig', { LogGroup: group.logGroupName })
  }
}
