import { asText } from '../template/as-text.ts'
import type { ValidateTemplateInput, ValidateTemplateOutput } from '@aws-sdk/client-cloudformation'
import type { Operation } from '../../../operation.ts'
import { callsAs } from '../engine/call.ts'
import { neededCapabilities } from '../template/capabilities.ts'
import { readTemplateAlone } from '../read-template.ts'
import { templateText } from '../template-text.ts'

/** Reads a template. Throws ValidationError when it is none. */
export const validateTemplate: Operation<ValidateTemplateInput, ValidateTemplateOutput> = async (
  input,
  { scope, sandbox, principal },
) => {
  const template = readTemplateAlone(scope, await templateText(input, callsAs(sandbox, scope, { principal })))
  const { capabilities, reason } = neededCapabilities(template)
  return {
    Parameters: Object.entries(template.Parameters ?? {}).map(([ParameterKey, parameter]) => ({
      ParameterKey,
      ...(parameter.Default !== undefined && { DefaultValue: asText(parameter.Default) }),
      NoEcho: String(parameter.NoEcho ?? false) === 'true',
      Description: parameter.Description,
    })),
    ...{ Description: template.Description, Capabilities: capabilities },
    ...(reason !== undefined && { CapabilitiesReason: reason }),
  }
}
