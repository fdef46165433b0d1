import { invalidParameter } from './errors.ts'

/** One rule of a lifecycle policy, checked. */
export interface LifecycleRule {
  rulePriority: number
  description?: string
  selection: {
    tagStatus: 'tagged' | 'untagged' | 'any'
    tagPrefixList?: string[]
    tagPatternList?: string[]
    countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled'
    countUnit?: 'days'
    countNumber: number
  }
  action: { type: 'expire' }
}

const LONGEST = 30_720
const COUNT_TYPES = ['imageCountMoreThan', 'sinceImagePushed', 'sinceImagePulled']

/** The rules of a policy text, by priority. Throws InvalidParameterException, which says what is wrong. */
export function parseLifecyclePolicy(text: string): LifecycleRule[] {
  if (text.length < 100 || text.length > LONGEST) {
    const bound = text.length < 100 ? 'greater than or equal to 100' : `less than or equal to ${LONGEST}`
    throw invalidParameter('LifecyclePolicyText', `Member must have length ${bound}`)
  }
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw invalid('the text is not valid JSON')
  }
  const rules = isObject(document) ? document['rules'] : undefined
  if (!Array.isArray(rules) || rules.length === 0) {
    throw invalid('object has missing required properties (["rules"])')
  }
  const checked = rules.map((rule, index) => checkRule(rule, index))
  const priorities = checked.map(({ rulePriority }) => rulePriority)
  if (new Set(priorities).size < priorities.length) throw invalid('rulePriority must be unique in the policy')
  checkWholeSets(checked)
  return checked.sort((a, b) => a.rulePriority - b.rulePriority)
}

function checkRule(rule: unknown, index: number): LifecycleRule {
  const at = `rules[${index}]`
  if (!isObject(rule)) throw invalid(`${at} must be an object`)
  const { rulePriority, selection, action } = rule
  if (!isPositive(rulePriority)) throw invalid(`${at}.rulePriority must be a positive integer`)
  if (!isObject(action) || action['type'] !== 'expire') {
    throw invalid(`${at}.action.type must be "expire"; the practice account has no archive to move images to`)
  }
  if (!isObject(selection)) throw invalid(`${at}: object has missing required properties (["selection"])`)
  const { tagStatus, countType, countUnit, countNumber } = selection
  if (!['tagged', 'untagged', 'any'].includes(String(tagStatus))) {
    throw invalid(`${at}.selection.tagStatus must be one of ["tagged","untagged","any"]`)
  }
  if (!COUNT_TYPES.includes(String(countType))) {
    throw invalid(`${at}.selection.countType must be one of ${JSON.stringify(COUNT_TYPES)}`)
  }
  if (!isPositive(countNumber)) throw invalid(`${at}.selection.countNumber must be a positive integer`)
  if ((countType !== 'imageCountMoreThan') !== (countUnit === 'days')) {
    throw invalid(
      countType === 'imageCountMoreThan'
        ? `${at}.selection.countUnit is not allowed with imageCountMoreThan`
        : `${at}.selection.countUnit must be "days" with ${String(countType)}`,
    )
  }
  checkTagLists(selection, at)
  return rule as unknown as LifecycleRule
}

function checkTagLists(selection: Record<string, unknown>, at: string): void {
  const lists = ['tagPrefixList', 'tagPatternList'].filter(name => selection[name] !== undefined)
  if (selection['tagStatus'] !== 'tagged') {
    if (lists.length > 0) throw invalid(`${at}.selection.${lists[0]} is allowed with tagStatus "tagged" only`)
    return
  }
  if (lists.length !== 1) {
    throw invalid(`${at}.selection must have either tagPrefixList or tagPatternList with tagStatus "tagged"`)
  }
  const values = selection[lists[0] ?? '']
  const right = Array.isArray(values) && values.length > 0 && values.every(isPattern)
  if (!right)
    throw invalid(`${at}.selection.${lists[0]} must be a list of texts, with four * at most in each`)
}

function isPattern(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.split('*').length <= 5
}

/** What AWS asks of the rules together. */
function checkWholeSets(rules: LifecycleRule[]): void {
  const highest = Math.max(...rules.map(({ rulePriority }) => rulePriority))
  const any = rules.filter(({ selection }) => selection.tagStatus === 'any')
  if (any.some(({ rulePriority }) => rulePriority !== highest)) {
    throw invalid('A rule with tagStatus "any" must have the highest value of rulePriority')
  }
  if (any.length > 1) throw invalid('Only one rule may have tagStatus "any"')
  const untagged = rules.filter(({ selection }) => selection.tagStatus === 'untagged')
  if (new Set(untagged.map(({ selection }) => selection.countType)).size < untagged.length) {
    throw invalid('Only one rule of each countType may have tagStatus "untagged"')
  }
}

function isPositive(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(what: string) {
  return invalidParameter('LifecyclePolicyText', `Lifecycle policy validation failure: ${what}`)
}
