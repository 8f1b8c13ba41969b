using System.ComponentModel;

namespace ProcGen.CompilerServices;

/// <summary>Writes one value of a stream or a progress report.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="writer">The payload's writer.</param>
/// <param name="value">The value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void PayloadWrite<in T>(ref PayloadWriter writer, T value);

/// <summary>Reads one value of a stream or a progress report.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">The payload's reader.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T PayloadRead<out T>(ref PayloadReader reader);
