namespace Diagnostics.PROCGEN029;

public class Animal
{
    public string Name { get; set; } = "";
}

public sealed class Dog : Animal
{
    public string Breed { get; set; } = "";
}

public static partial class Zoo
{
    [RunInProcess]
    public static int Feed(Animal animal) => animal.Name.Length; // PROCGEN029 'animal' of 'Zoo.Feed(Animal)' can hold more than crosses: its type is Diagnostics.PROCGEN029.Animal, which is not sealed, and Dog (PROCGEN029.cs:8) adds 'Breed', so an object of that class is refused when it is sent. Name the classes that may stand there with [ProcessKnownTypes(typeof(Dog))].
}
