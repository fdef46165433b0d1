import { useId, useLayoutEffect, useRef } from 'react'

interface QuestionProps {
  open: boolean
  title: string
  yes: string
  no: string
  /** Why yes cannot be said now. */
  yesDisabled?: boolean
  onYes: () => void
  onClose: () => void
  children: React.ReactNode
}

/** Asks before something is done; Escape and a click beside it say no, and no has the focus. */
export function Question({ open, title, yes, no, yesDisabled, onYes, onClose, children }: QuestionProps) {
  return (
    <Dialog open={open} title={title} onClose={onClose} text={children}>
      <div className="foot">
        <button type="button" className="btn" autoFocus onClick={onClose}>
          {no}
        </button>
        <button
          type="button"
          className="btn main"
          disabled={yesDisabled}
          onClick={() => {
            onYes()
            onClose()
          }}
        >
          {yes}
        </button>
      </div>
    </Dialog>
  )
}

interface DialogProps {
  open: boolean
  title: string
  onClose: () => void
  /** Stands in one block with the title. */
  text: React.ReactNode
  children: React.ReactNode
}

/** A native modal dialog: focus stays inside, Escape closes, and focus returns to where it was. */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null
}

function OpenDialog({ title, onClose, text, children }: Omit<DialogProps, 'open'>) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Closing before the element goes is what gives the focus back.
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => event.target === dialog.current && onClose()}
    >
      <div>
        <h2 id={titleId}>{title}</h2>
        {text}
      </div>
      {children}
    </dialog>
  )
}
