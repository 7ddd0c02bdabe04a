/// An attachment, for modules that have another type of that name.
public typealias NetworkAttachment = Attachment
