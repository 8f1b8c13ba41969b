namespace Diagnostics.PROCGEN021;

public static partial class Windows
{
    [RunInProcess]
    public static nint Find(string title) => title.Length; // PROCGEN021 The result of 'Windows.Find(string)' cannot cross a process boundary: its type is nint; it is a native-sized integer, which holds an address or a handle, so it is not generated. Use long or ulong.
}
