/** A template as it was written, its short forms written out. */
export interface Template {
  Description?: string
  Metadata?: Record<string, unknown>
  Parameters?: Record<string, TemplateParameter>
  Rules?: Record<
    string,
    { RuleCondition?: unknown; Assertions?: { Assert?: unknown; AssertDescription?: string }[] }
  >
  Mappings?: Record<string, Record<string, Record<string, unknown>>>
  Conditions?: Record<string, unknown>
  Transform?: unknown
  Resources: Record<string, TemplateResource>
  Outputs?: Record<string, TemplateOutput>
}

export interface TemplateParameter {
  Type: string
  Default?: unknown
  NoEcho?: boolean | string
  Description?: string
  AllowedValues?: unknown[]
  AllowedPattern?: string
  ConstraintDescription?: string
  MinLength?: number | string
  MaxLength?: number | string
  MinValue?: number | string
  MaxValue?: number | string
}

export interface TemplateResource {
  Type: string
  Properties?: Record<string, unknown>
  DependsOn?: string | string[]
  Condition?: string
  /** Text, or with the language extensions a function. */
  DeletionPolicy?: unknown
  UpdateReplacePolicy?: unknown
  CreationPolicy?: { ResourceSignal?: { Count?: unknown; Timeout?: unknown } }
  Metadata?: Record<string, unknown>
}

export interface TemplateOutput {
  Value: unknown
  Description?: string
  Condition?: string
  Export?: { Name: unknown }
}
