namespace ProcGen.Shared.Crossing;

/// <summary>
/// The structs of the framework that cross as a block of bytes. The list is closed because reference assemblies hide the fields of structs (a GCHandle shows
/// as one int); a test compares it with the real fields.
/// </summary>
internal static class FrameworkStructs
{
    public static readonly HashSet<string> BlockCopied = new(StringComparer.Ordinal)
    {
        "System.DateOnly",
        "System.DateTime",
        "System.DateTimeOffset",
        "System.Decimal",
        "System.Guid",
        "System.Half",
        "System.Index",
        "System.Int128",
        "System.Range",
        "System.TimeOnly",
        "System.TimeSpan",
        "System.UInt128",
        "System.Collections.Specialized.BitVector32",
        "System.Drawing.Point",
        "System.Drawing.PointF",
        "System.Drawing.Rectangle",
        "System.Drawing.RectangleF",
        "System.Drawing.Size",
        "System.Drawing.SizeF",
        "System.Numerics.Complex",
        "System.Numerics.Matrix3x2",
        "System.Numerics.Matrix4x4",
        "System.Numerics.Plane",
        "System.Numerics.Quaternion",
        "System.Numerics.Vector2",
        "System.Numerics.Vector3",
        "System.Numerics.Vector4",
        "System.Text.Rune",
    };
}
