import { DashboardInvalidInputError } from '@aws-sdk/client-cloudwatch'
import type { DashboardValidationMessage } from '@aws-sdk/client-cloudwatch'

const KINDS = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom']
const WIDTH = 24
const TALLEST = 1000
const MOST_WIDGETS = 500

/** What is doubtful about a dashboard. Throws DashboardInvalidInputError for one that cannot be. */
export function checkDashboard(body: string): DashboardValidationMessage[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    throw invalid([{ Message: 'The field DashboardBody must be a valid JSON object' }])
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw invalid([{ Message: 'The field DashboardBody must be a valid JSON object' }])
  }
  const { widgets } = parsed as { widgets?: unknown }
  if (!Array.isArray(widgets)) {
    throw invalid([{ DataPath: '/', Message: "Should have required property 'widgets'" }])
  }
  if (widgets.length > MOST_WIDGETS) {
    throw invalid([{ DataPath: '/widgets', Message: `Should NOT have more than ${MOST_WIDGETS} items` }])
  }
  const wrong = widgets.flatMap((widget: unknown, index) => checkWidget(widget, `/widgets/${index}`))
  if (wrong.length > 0) throw invalid(wrong)
  return []
}

function checkWidget(widget: unknown, path: string): DashboardValidationMessage[] {
  if (typeof widget !== 'object' || widget === null) return [{ DataPath: path, Message: 'Should be object' }]
  const { type, properties, ...place } = widget as Record<string, unknown>
  const messages: DashboardValidationMessage[] = []
  if (typeof type !== 'string' || !KINDS.includes(type)) {
    messages.push({ DataPath: `${path}/type`, Message: 'Should match exactly one schema in oneOf' })
  }
  if (typeof properties !== 'object' || properties === null) {
    messages.push({ DataPath: path, Message: "Should have required property 'properties'" })
  } else if (type === 'text' && typeof (properties as { markdown?: unknown }).markdown !== 'string') {
    messages.push({ DataPath: `${path}/properties`, Message: "Should have required property 'markdown'" })
  } else if (type === 'metric' && !['metrics', 'annotations'].some(name => Object.hasOwn(properties, name))) {
    messages.push({ DataPath: `${path}/properties`, Message: "Should have required property 'metrics'" })
  }
  const limits: [string, number, number][] = [
    ['x', 0, WIDTH - 1],
    ['y', 0, Infinity],
    ['width', 1, WIDTH],
    ['height', 1, TALLEST],
  ]
  for (const [name, least, most] of limits) {
    const value = place[name]
    if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most))
      continue
    messages.push({
      DataPath: `${path}/${name}`,
      Message: `Should be an integer from ${least}${most === Infinity ? '' : ` to ${most}`}`,
    })
  }
  return messages
}

function invalid(messages: DashboardValidationMessage[]): DashboardInvalidInputError {
  const [first] = messages
  const message =
    messages.length === 1 && first?.DataPath === undefined
      ? (first?.Message ?? '')
      : `The field DashboardBody contains invalid content: ${messages.map(({ DataPath, Message }) => `${DataPath}: ${Message}`).join('; ')}`
  return new DashboardInvalidInputError({ message, $metadata: {}, dashboardValidationMessages: messages })
}
