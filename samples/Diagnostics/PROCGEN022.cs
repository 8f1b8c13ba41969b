namespace Diagnostics.PROCGEN022;

public partial class Scanner
{
    private System.Collections.ArrayList _found = [];

    [RunInProcess]
    public int Scan(string text) => text.Length; // PROCGEN022 The object that 'Scanner.Scan(string)' is called on cannot cross a process boundary: Scanner._found is System.Collections.ArrayList (PROCGEN022.cs:5); it is a collection of another assembly, whose items are out of sight, so it is not generated. Use a generic collection of .NET, or name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))]. Or leave the member out with [ProcessIgnore].
}
