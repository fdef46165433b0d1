import type {
  Parameter,
  Stack,
  StackEvent,
  StackResourceDetail,
  StackSummary,
} from '@aws-sdk/client-cloudformation'
import type { EventDocument, ResourceDocument, StackDocument } from './store.ts'
import type { StackParameter } from './template/parameters.ts'

/** Parameters as they are shown: what is secret is not. */
export function parameterShapes(parameters: readonly StackParameter[]): Parameter[] {
  return parameters.map(({ key, value, resolved, noEcho }) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? '****' : value,
    ...(resolved !== undefined && { ResolvedValue: resolved }),
  }))
}

/** A stack as DescribeStacks answers it. */
export function stackShape(stack: StackDocument): Stack {
  const { lastDrift } = stack
  return {
    ...{ StackId: stack.stackId, StackName: stack.stackName, ChangeSetId: stack.changeSetId },
    ...{ Description: stack.description, Parameters: parameterShapes(stack.parameters) },
    CreationTime: new Date(stack.createdAt),
    ...(stack.updatedAt !== undefined && { LastUpdatedTime: new Date(stack.updatedAt) }),
    ...(stack.deletedAt !== undefined && { DeletionTime: new Date(stack.deletedAt) }),
    RollbackConfiguration: stack.rollbackConfiguration ?? {},
    ...{
      StackStatus: stack.status,
      StackStatusReason: stack.statusReason,
      DisableRollback: stack.disableRollback,
    },
    NotificationARNs: stack.notificationArns,
    ...(stack.timeoutInMinutes !== undefined && { TimeoutInMinutes: stack.timeoutInMinutes }),
    ...{
      Capabilities: stack.capabilities,
      Outputs: stack.outputs,
      RoleARN: stack.actor.roleArn,
      Tags: stack.tags,
    },
    EnableTerminationProtection: stack.terminationProtection,
    ...{ ParentId: stack.parentId, RootId: stack.rootId },
    DriftInformation: {
      StackDriftStatus: (lastDrift?.status ?? 'NOT_CHECKED') as 'NOT_CHECKED',
      ...(lastDrift && { LastCheckTimestamp: new Date(lastDrift.at) }),
    },
  }
}

/** A stack as ListStacks answers it. */
export function stackSummary(stack: StackDocument): StackSummary {
  const {
    StackId,
    StackName,
    StackStatus,
    StackStatusReason,
    CreationTime,
    LastUpdatedTime,
    DeletionTime,
    ParentId,
    RootId,
    DriftInformation,
  } = stackShape(stack)
  return {
    ...{ StackId, StackName, StackStatus, StackStatusReason, CreationTime, LastUpdatedTime, DeletionTime },
    ...{ TemplateDescription: stack.description, ParentId, RootId, DriftInformation },
  }
}

/** An event as DescribeStackEvents answers it. */
export function eventShape({ stackId, stackName }: StackDocument, event: EventDocument): StackEvent {
  return {
    ...{ StackId: stackId, StackName: stackName, EventId: event.eventId, LogicalResourceId: event.logicalId },
    ...{ PhysicalResourceId: event.physicalId, ResourceType: event.type, Timestamp: new Date(event.at) },
    ...{ ResourceStatus: event.status as StackEvent['ResourceStatus'], ResourceStatusReason: event.reason },
    ...{ ResourceProperties: event.properties, ClientRequestToken: event.token },
  }
}

/** A resource as DescribeStackResource answers it. */
export function resourceShape(
  { stackId, stackName }: StackDocument,
  resource: ResourceDocument,
): StackResourceDetail {
  return {
    ...{ StackId: stackId, StackName: stackName, LogicalResourceId: resource.logicalId },
    ...{ PhysicalResourceId: resource.physicalId, ResourceType: resource.type },
    LastUpdatedTimestamp: new Date(resource.updatedAt),
    ...{ ResourceStatus: resource.status, ResourceStatusReason: resource.statusReason },
    ...(resource.metadata && { Metadata: JSON.stringify(resource.metadata) }),
    DriftInformation: {
      StackResourceDriftStatus: resource.drift?.status ?? 'NOT_CHECKED',
      ...(resource.drift && { LastCheckTimestamp: new Date(resource.drift.at) }),
    },
  }
}
