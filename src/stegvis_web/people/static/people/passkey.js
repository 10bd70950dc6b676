// Says in words when the device or its owner said no to a passkey.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.querySelectorAll('[data-passkey-trouble]').forEach((notice) => { notice.hidden = false })
})
