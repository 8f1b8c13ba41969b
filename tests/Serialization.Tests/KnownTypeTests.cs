namespace ProcGen.Serialization.Tests;

public sealed partial class KnownTypeTests
{
    [Fact]
    public void Objects_behind_an_interface_arrive_as_their_own_type()
    {
        IShape?[] shapes = [new Circle(2), new Square { Side = 3 }, null];
        IShape?[] copy = RoundTrip.Run(InProcess.Shapes(shapes));
        Assert.Equal(2, Assert.IsType<Circle>(copy[0]).Radius);
        Assert.Equal(3, Assert.IsType<Square>(copy[1]).Side);
        Assert.Null(copy[2]);
    }

    [Fact]
    public void A_concrete_base_is_one_of_its_own_known_types()
    {
        Assert.IsType<Animal>(RoundTrip.Run(InProcess.Animal(new Animal { Name = "a" })));
        Assert.Equal(4, Assert.IsType<Dog>(RoundTrip.Run(InProcess.Animal(new Dog { Age = 4 }))).Age);
        Puppy puppy = Assert.IsType<Puppy>(RoundTrip.Run(InProcess.Animal(new Puppy { Name = "p", Age = 1, Toy = "ball" })));
        Assert.Equal(("p", 1, "ball"), (puppy.Name, puppy.Age, puppy.Toy));
    }

    [Fact]
    public void A_type_outside_the_set_is_refused_on_the_sender()
    {
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(InProcess.Shapes([new Triangle()])));
        Assert.Contains(nameof(Triangle), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_set_of_a_parameter_holds_for_the_items_of_its_collection()
    {
        var values = new Dictionary<string, object?> { ["i"] = 1, ["s"] = "text", ["l"] = new List<int> { 1, 2 }, ["j"] = new Job("j", 2), ["n"] = null, ["d"] = DayOfWeek.Monday };
        Dictionary<string, object?> copy = RoundTrip.Run(InProcess.Objects(values));
        Assert.Equal(1, copy["i"]);
        Assert.Equal("text", copy["s"]);
        Assert.Equal([1, 2], Assert.IsType<List<int>>(copy["l"]));
        Assert.Equal("j", Assert.IsType<Job>(copy["j"]).Name);
        Assert.Null(copy["n"]);
        Assert.Equal(DayOfWeek.Monday, copy["d"]);
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(InProcess.Objects(new() { ["x"] = 1L })));
    }

    [Fact]
    public void The_set_of_a_member_holds_there_only()
    {
        Drawing copy = RoundTrip.Run(InProcess.Drawing(new Drawing { Only = new Circle(1), Any = new Square { Side = 2 } }));
        Assert.IsType<Circle>(copy.Only);
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(InProcess.Drawing(new Drawing { Only = new Square() })));
    }

    [RunInProcess]
    public static IShape?[] Shapes(IShape?[] shapes) => shapes;

    [RunInProcess]
    public static Animal Animal(Animal animal) => animal;

    [RunInProcess]
    [return: ProcessKnownTypes(typeof(int), typeof(string), typeof(List<int>), typeof(Job), typeof(DayOfWeek))]
    public static Dictionary<string, object?> Objects(
        [ProcessKnownTypes(typeof(int), typeof(string), typeof(List<int>), typeof(Job), typeof(DayOfWeek))] Dictionary<string, object?> values) => values;

    [RunInProcess]
    public static Drawing Drawing(Drawing drawing) => drawing;
}

[ProcessKnownTypes(typeof(Circle), typeof(Square))]
public interface IShape;

public sealed record Circle(double Radius) : IShape;

public struct Square : IShape
{
    public double Side { get; set; }
}

public sealed class Triangle : IShape;

public sealed class Drawing
{
    [ProcessKnownTypes(typeof(Circle))]
    public IShape? Only { get; set; }

    public IShape? Any { get; set; }
}

[ProcessKnownTypes(typeof(Dog))]
public class Animal
{
    public string? Name { get; set; }
}

[ProcessKnownTypes(typeof(Puppy))]
public class Dog : Animal
{
    public int Age { get; set; }
}

public sealed class Puppy : Dog
{
    public string? Toy { get; set; }
}
