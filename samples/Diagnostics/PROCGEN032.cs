namespace Diagnostics.PROCGEN032;

[ProcessKnownTypes(typeof(string))]
public abstract record Shape;

public static partial class Shapes
{
    [RunInProcess]
    public static int Count(Shape[] shapes) => shapes.Length; // PROCGEN032 'shapes' cannot cross a process boundary: its type contains Diagnostics.PROCGEN032.Shape; its [ProcessKnownTypes] names 'string', which is not a 'Shape', so 'Shapes.Count(Shape[])' is not generated. Remove that type, or correct it.
}
