import type { Scope } from '../../store/store.ts'
import type { StackDocument } from './store.ts'
import { parameterValues } from './template/parameters.ts'
import type { Template } from './template/template.ts'

/** Values of a stack's parameters and of the pseudo parameters. */
export function stackValues(
  { accountId, region }: Pick<Scope, 'accountId' | 'region'>,
  stack: Pick<StackDocument, 'stackId' | 'stackName' | 'parameters' | 'notificationArns'>,
  template: Template,
): Record<string, unknown> {
  return {
    ...parameterValues(template, stack.parameters),
    'AWS::AccountId': accountId,
    'AWS::NotificationARNs': stack.notificationArns,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': stack.stackId,
    'AWS::StackName': stack.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  }
}
