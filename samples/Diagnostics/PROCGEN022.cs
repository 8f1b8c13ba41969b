namespace Diagnostics.PROCGEN022;

public partial class Scanner
{
    private nint _device;

    [RunInProcess]
    public int Scan(string text) => text.Length; // PROCGEN022 The object that 'Scanner.Scan(string)' is called on cannot cross a process boundary: Scanner._device is nint (PROCGEN022.cs:5); it is a native-sized integer, which holds an address or a handle, so it is not generated. Use long or ulong. Or leave the member out with [ProcessIgnore].
}
