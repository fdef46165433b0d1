import { nameOf } from '../template/loops.ts'
import { asText } from '../template/as-text.ts'
import type { GetTemplateSummaryInput, GetTemplateSummaryOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { callsAs } from '../engine/call.ts'
import { bracketed, findStack } from '../find-stack.ts'
import { neededCapabilities } from '../template/capabilities.ts'
import { readTemplateAlone } from '../read-template.ts'
import { templateText } from '../template-text.ts'

/** What a template asks for: parameters, capabilities, types of resources. */
export const getTemplateSummary: Operation<GetTemplateSummaryInput, GetTemplateSummaryOutput> = async (
  input,
  { scope, sandbox, principal },
) => {
  const text =
    input.StackName === undefined
      ? await templateText(input, callsAs(sandbox, scope, { principal }))
      : findStack(scope, input.StackName, bracketed).templateText
  const template = readTemplateAlone(scope, text)
  const { capabilities, reason } = neededCapabilities(template)
  const types = Object.values(template.Resources).map(({ Type }) => Type)
  return {
    Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, parameter]) => ({
      ...{ ParameterKey, ParameterType: parameter.Type, Description: parameter.Description },
      ...(parameter.Default !== undefined && { DefaultValue: asText(parameter.Default) }),
      NoEcho: String(parameter.NoEcho ?? false) === 'true',
      ParameterConstraints: { AllowedValues: (parameter.AllowedValues ?? []).map(String) },
    })),
    ...{ Description: template.Description, Capabilities: capabilities },
    ...(reason !== undefined && { CapabilitiesReason: reason }),
    ResourceTypes: [...new Set(types)],
    Version: '2010-09-09',
    ...(template.Metadata && { Metadata: JSON.stringify(template.Metadata) }),
    ...(template.Transform !== undefined && {
      DeclaredTransforms: [template.Transform].flat().map(one => asText(nameOf(one) ?? one)),
    }),
    ResourceIdentifierSummaries: [...new Set(types)].map(ResourceType => ({
      ResourceType,
      LogicalResourceIds: Object.entries(template.Resources).flatMap(([id, { Type }]) =>
        Type === ResourceType ? [id] : [],
      ),
    })),
  }
}
