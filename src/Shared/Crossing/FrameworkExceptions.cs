namespace ProcGen.Shared.Crossing;

/// <summary>
/// The exceptions of the framework from which one with state of its own may derive: they keep nothing beside what every exception has, and for an
/// <see cref="ArgumentException"/> its parameter's name, so that the runtime can restore all of it. A test compares the list with the real fields.
/// </summary>
internal static class FrameworkExceptions
{
    public static readonly HashSet<string> Restorable = new(StringComparer.Ordinal)
    {
        "System.Exception",
        "System.ApplicationException",
        "System.ArgumentException",
        "System.ArgumentNullException",
        "System.ArithmeticException",
        "System.DataMisalignedException",
        "System.DivideByZeroException",
        "System.FormatException",
        "System.IndexOutOfRangeException",
        "System.InvalidCastException",
        "System.InvalidOperationException",
        "System.InvalidTimeZoneException",
        "System.MemberAccessException",
        "System.NotImplementedException",
        "System.NotSupportedException",
        "System.OverflowException",
        "System.PlatformNotSupportedException",
        "System.RankException",
        "System.SystemException",
        "System.TimeoutException",
        "System.TimeZoneNotFoundException",
        "System.UnauthorizedAccessException",
        "System.Collections.Generic.KeyNotFoundException",
        "System.IO.DirectoryNotFoundException",
        "System.IO.EndOfStreamException",
        "System.IO.InvalidDataException",
        "System.IO.IOException",
        "System.IO.PathTooLongException",
        "System.Runtime.Serialization.SerializationException",
        "System.Threading.SynchronizationLockException",
    };
}
