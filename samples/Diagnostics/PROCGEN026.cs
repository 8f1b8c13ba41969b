namespace Diagnostics.PROCGEN026;

public abstract record Shape;
public sealed record Circle(double Radius) : Shape;

public static partial class Shapes
{
    [RunInProcess]
    public static double Area(Shape shape) => shape is Circle circle ? circle.Radius * circle.Radius * Math.PI : 0; // PROCGEN026 'shape' cannot cross a process boundary: its type is Diagnostics.PROCGEN026.Shape; it is an abstract class, so anything may stand behind it, so 'Shapes.Area(Shape)' is not generated. Name the closed set of types with [ProcessKnownTypes(typeof(A), typeof(B))] on the type or on the member.
}
