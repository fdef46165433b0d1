import type { GetTemplateInput, GetTemplateOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { bracketed, findChangeSet, findStack } from '../find-stack.ts'

/** The template of a stack or of a change set, as it was given. */
export const getTemplate: Operation<GetTemplateInput, GetTemplateOutput> = (
  { StackName, ChangeSetName },
  { scope },
) => {
  const StagesAvailable: GetTemplateOutput['StagesAvailable'] = ['Original', 'Processed']
  if (ChangeSetName !== undefined) {
    return {
      TemplateBody: findChangeSet(scope, ChangeSetName, StackName).target.templateText,
      StagesAvailable,
    }
  }
  const stack = findStack(scope, StackName, bracketed)
  return { TemplateBody: stack.templateText, StagesAvailable }
}
