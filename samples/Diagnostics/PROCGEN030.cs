namespace Diagnostics.PROCGEN030;

// In another assembly:
// public sealed class Basket
// {
//     private int _discount;
//     public string Customer { get; set; } = "";
//     public void GrantDiscount(int percent) => _discount = percent;
//     public decimal Apply(decimal price) => price * (100 - _discount) / 100;
// }

public static partial class Orders
{
    [RunInProcess]
    public static decimal Total(Shop.Basket basket, decimal price) => basket.Apply(price); // PROCGEN030 'basket' of 'Orders.Total(Basket, decimal)' loses state on its way: its type is Shop.Basket, and nothing public carries its field '_discount'. Name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].
}
