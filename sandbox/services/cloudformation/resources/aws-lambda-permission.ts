import { pick, text } from '../engine/properties.ts'
import type { ResourceType } from '../engine/resource-type.ts'

const PROPERTIES = [
  ...['Action', 'EventSourceToken', 'FunctionName', 'FunctionUrlAuthType', 'Principal', 'PrincipalOrgID'],
  ...['SourceAccount', 'SourceArn'],
]

/** Who may invoke a function. */
export const awsLambdaPermission: ResourceType = {
  replaces: PROPERTIES,
  updates: [],
  required: ['Action', 'FunctionName', 'Principal'],
  attributes: ['Id'],
  async create({ call, properties, name }) {
    const StatementId = name({ longest: 100 })
    await call('lambda', 'AddPermission', { ...pick(properties, ...PROPERTIES), StatementId })
    return { physicalId: StatementId, attributes: { Id: StatementId } }
  },
  async remove({ call, properties, physicalId }) {
    const FunctionName = text(properties, 'FunctionName')
    await call('lambda', 'RemovePermission', { FunctionName, StatementId: physicalId })
  },
}
